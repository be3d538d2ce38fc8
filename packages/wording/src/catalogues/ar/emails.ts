import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('ar', {
  'requested.at': 'وقت الطلب: {moment}.',
  'requested.atWith': 'وقت الطلب: {moment}، باستخدام {device}.',
  'device.browserOnSystem': '{browser} على {system}',
  'moment.dayAndTime': '{day}، {time}',
  'until.time': 'حتى {time}',
  'until.day': 'حتى {day}، {time}',
  'notYou.question': 'ألم تكن أنت؟',
  'notYou.answer': 'يمكن تجاهل هذه الرسالة: لم يتغير شيء.',
  'support.contact': 'هل تحتاج إلى مساعدة؟ يُرجى مراسلة {contact}.',
  'support.page': 'هل تحتاج إلى مساعدة؟ يُرجى زيارة {contact}.',
  'text.colon': ':',
  'words.same': 'تعرض الصفحة التي قُدِّم فيها الطلب الكلمتين نفسيهما: {words}',

  'recovery.subject': '{service}: إعادة تعيين كلمة المرور – {words}',
  'recovery.subjectWithCode': '{code} هو رمزك في {service} – {words}',
  'recovery.preheader': 'اختيار كلمة مرور جديدة، بالرابط أو بالرمز.',
  'recovery.preheaderWithCode': 'رمزك هو {code}. ويمكن أيضًا اختيار كلمة مرور جديدة بالرابط.',
  'recovery.preheaderLink': 'اختيار كلمة مرور جديدة بالرابط.',
  'recovery.title': 'إعادة تعيين كلمة المرور',
  'recovery.intro':
    'طلب شخص ما إعادة تعيين كلمة مرور {login} في {service}. إذا كان الطلب منك، فيكفي استخدام الرابط أو الرمز.',
  'recovery.introLink':
    'طلب شخص ما إعادة تعيين كلمة مرور {login} في {service}. إذا كان الطلب منك، فيُرجى استخدام الرابط.',
  'recovery.button': 'اختيار كلمة مرور جديدة',
  'recovery.linkNote': 'يفتح {host}. مدة صلاحية الرابط: {duration}، {until}.',
  'recovery.codeLabel': 'رمزك',
  'recovery.codeNote':
    'أو يُكتب هذا الرمز في الصفحة التي قُدِّم فيها الطلب. مدة صلاحيته: {duration}، {until}.',
  'recovery.neverAsk':
    'لن نطلب منك هذا الرمز أبدًا، لا عبر الهاتف ولا المحادثة ولا البريد الإلكتروني. لا ينبغي كتابته إلا في {host}.',
  'recovery.codesClosed':
    'لا تحتوي هذه الرسالة على رمز: أُدخلت رموز خاطئة كثيرة لهذا العنوان، لذلك لا نقبل رموزًا في الوقت الحالي. أما الرابط فما زال صالحًا.',

  'changed.subject': '{service}: تم تغيير كلمة المرور',
  'changed.preheader': 'تم التغيير في {moment}. سُجِّل الخروج من جميع الأجهزة.',
  'changed.title': 'تم تغيير كلمة المرور',
  'changed.intro':
    'تم تغيير كلمة مرور {login} في {service} في {moment}. سُجِّل الخروج من جميع الأجهزة.',
  'changed.with': 'الجهاز المستخدم: {device}.',
  'changed.wasYou': 'هل كان ذلك منك؟ إذًا لا يلزم فعل شيء.',
  'changed.notYou':
    'هل كان شخصًا آخر؟ أخبرنا بذلك، وسنسجّل الخروج من جميع الأجهزة مرة أخرى ونلغي جميع الروابط والرموز المفتوحة.',
  'changed.button': 'لم يكن ذلك مني',
  'changed.buttonNote': 'يفتح {host} حيث يمكن التأكيد. الرابط صالح حتى {time}.',

  'noPassword.subject': '{service}: طريقة تسجيل الدخول – {words}',
  'noPassword.preheader': 'ليس لهذا الحساب كلمة مرور يمكن إعادة تعيينها.',
  'noPassword.title': 'تسجيل الدخول إلى حسابك من دون كلمة مرور',
  'noPassword.intro':
    'طلب شخص ما إعادة تعيين كلمة مرور {login} في {service}. ليس لهذا الحساب كلمة مرور، فلا شيء لإعادة تعيينه.',
  'noPassword.how':
    'إذا كان الطلب منك، فيُرجى تسجيل الدخول بالطريقة المعتادة، مثلًا بزر خدمة أخرى أو عبر مؤسستك.',
  'noPassword.button': 'الذهاب إلى صفحة تسجيل الدخول',

  'noAccount.subject': '{service}: لا يوجد حساب بهذا العنوان – {words}',
  'noAccount.preheader': 'ربما كان التسجيل بعنوان آخر.',
  'noAccount.title': 'لا يوجد حساب بهذا العنوان',
  'noAccount.intro':
    'طلب شخص ما إعادة تعيين كلمة مرور {address} في {service}. لا يوجد حساب بهذا العنوان.',
  'noAccount.how': 'إذا كان الطلب منك، فربما كان تسجيلك بعنوان آخر. يُرجى تجربة ذلك العنوان.',
  'noAccount.button': 'تجربة عنوان آخر',

  'linkIssued.subject': '{service}: أُنشئ رابط لحسابك يدويًا',
  'linkIssued.preheader':
    'أُنشئ في {moment}. إذا لم يكن ذلك بطلب منك، فيُرجى اختيار كلمة مرور جديدة.',
  'linkIssued.title': 'أُنشئ رابط لحسابك يدويًا',
  'linkIssued.intro':
    'في {moment} أنشأ القائمون على {service} رابطًا يتيح اختيار كلمة مرور جديدة لحساب {login}. وهم يسلّمونه بأنفسهم، مثلًا عندما لا تصل الرسائل. لا تحتوي هذه الرسالة على الرابط.',
  'linkIssued.once': 'يعمل الرابط مرة واحدة، حتى {until}.',
  'linkIssued.wasYou': 'إذا كان ذلك بطلب منك، فلا يلزم فعل شيء.',
  'linkIssued.notYou':
    'وإلا فيُرجى اختيار كلمة مرور جديدة الآن، وعندها يتوقف الرابط عن العمل. ويُرجى إبلاغ القائمين على {service}.',
  'linkIssued.button': 'اختيار كلمة مرور جديدة',
  'linkIssued.buttonNote': 'يفتح {host}، وهناك يُكتب عنوان بريدك الإلكتروني.',

  'resetRequired.subject': '{service}: يُرجى اختيار كلمة مرور جديدة',
  'resetRequired.preheader': 'يحتاج حسابك إلى كلمة مرور جديدة.',
  'resetRequired.title': 'يُرجى اختيار كلمة مرور جديدة',
  'resetRequired.intro':
    'يطلب القائمون على {service} من جميع المعنيين اختيار كلمة مرور جديدة. ويشمل ذلك حساب {login}.',
  'resetRequired.reason': 'السبب كما ذكروه: «{reason}»',
  'resetRequired.locked': 'لم تعد كلمة مرورك الحالية تعمل، وسُجِّل الخروج من جميع الأجهزة.',
  'resetRequired.open': 'حتى ذلك الحين تظل كلمة مرورك الحالية صالحة.',
  'resetRequired.how':
    'يمكن فتح {host} مباشرة أو باستخدام الزر. وبعد كتابة عنوان بريدك الإلكتروني هناك، تصل رسالة أخرى فيها رابط ورمز.',
  'resetRequired.button': 'الذهاب إلى الصفحة',
  'resetRequired.neverAsk':
    'يفتح الزر {host} ولا شيء غيره. لن نطلب منك كلمة المرور أبدًا، لا عبر البريد الإلكتروني ولا الهاتف ولا المحادثة.',
  'resetRequired.elsewhere':
    'إذا كانت كلمة المرور نفسها مستخدمة في مكان آخر، فيُرجى تغييرها هناك أيضًا.',

  'test.subject': 'رسالة تجريبية من {service}',
  'test.title': 'البريد الإلكتروني يعمل',
  'test.works': 'إذا كان بالإمكان قراءة هذه الرسالة، فإن {service} يستطيع إرسال الرسائل.',
  'test.look': 'قبل فتح هذا الرابط يُرجى التحقق من وجهته الحقيقية:',
  'test.tracked':
    'إذا كان يقود إلى مكان آخر، فإن خدمة البريد الإلكتروني تعيد كتابة الروابط وستطّلع على روابط إعادة تعيين كلمات المرور. يُرجى إيقاف تتبّع النقرات فيها.',
})
