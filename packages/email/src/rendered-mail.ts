export type Branding = { productName: string; publicUrl: string }

export type RenderedMail = { subject: string; text: string; html: string }
