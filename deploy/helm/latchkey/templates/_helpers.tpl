{{- define "latchkey.name" -}}
{{- printf "%s" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "latchkey.labels" -}}
app.kubernetes.io/name: latchkey
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "latchkey.selector" -}}
app.kubernetes.io/name: latchkey
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/*
A setting as Latchkey reads it. In YAML an unquoted `on` is a boolean, and Helm keeps every number as a float, which it
would write as 3.6e+06. OpenTelemetry has `true` and `false`. Call it with a list of the name and the value.
*/}}
{{- define "latchkey.value" -}}
{{- $name := index . 0 -}}
{{- $value := index . 1 -}}
{{- if and (kindIs "bool" $value) (not (hasPrefix "OTEL_" $name)) -}}
{{- ternary "on" "off" $value -}}
{{- else if and (kindIs "float64" $value) (eq (floor $value) $value) -}}
{{- int64 $value -}}
{{- else if not (kindIs "invalid" $value) -}}
{{- $value -}}
{{- end -}}
{{- end -}}

{{/* Five seconds in production, unless the settings say something else. */}}
{{- define "latchkey.drainSeconds" -}}
{{- include "latchkey.value" (list "DRAIN_SECONDS" .Values.settings.DRAIN_SECONDS) | default "5" -}}
{{- end -}}

{{/*
What every pod has in common. Call it with a dict of "root" and "args", and what only some have: "env", "port", and
"secrets" besides existingSecret.
*/}}
{{- define "latchkey.pod" -}}
{{- $root := .root -}}
{{- $settings := $root.Values.settings -}}
{{- $_ := required "settings.PUBLIC_URL is missing: the address that people use, such as https://login.example.com" $settings.PUBLIC_URL -}}
{{- $sender := coalesce $settings.MAIL_FROM $settings.EMAIL_USER $settings.BREVO_EMAIL $settings.SMTP_OAUTH_USER -}}
{{- $_ := required "settings.MAIL_FROM is missing: the sender of the emails, such as Example <no-reply@example.com>" $sender -}}
# A service called "port" or "host" would otherwise set PORT or HOST for us.
enableServiceLinks: false
automountServiceAccountToken: false
# DRAIN_SECONDS, then at most 25 seconds for what has begun, and five to spare.
terminationGracePeriodSeconds: {{ add 30 (include "latchkey.drainSeconds" $root) }}
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  seccompProfile:
    type: RuntimeDefault
{{- with $root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with $root.Values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  - name: latchkey
    image: "{{ required "image.repository is missing: name the image that you built and pushed, such as registry.example.com/latchkey" $root.Values.image.repository }}:{{ $root.Values.image.tag | default $root.Chart.AppVersion }}"
    imagePullPolicy: {{ $root.Values.image.pullPolicy }}
    args: {{ toJson .args }}
    env:
      {{- range $name, $value := $root.Values.settings }}
      {{- $written := include "latchkey.value" (list $name $value) }}
      {{- /* Not an empty one: it would hide that of the secret. */}}
      {{- if and $written (not (has $name (list "PORT" "WORKER" "WORKER_PORT"))) }}
      - name: {{ $name }}
        value: {{ $written | quote }}
      {{- end }}
      {{- end }}
      {{- /* The role of these pods may not change the schema, if the job has one of its own. */}}
      {{- if and $root.Values.migrate.existingSecret (ne (first .args) "migrate") (not (hasKey $settings "MIGRATE")) }}
      - name: MIGRATE
        value: "off"
      {{- end }}
      {{- range $name, $value := .env }}
      - name: {{ $name }}
        value: {{ $value | quote }}
      {{- end }}
    # What two of them name is taken from the last.
    envFrom:
      - secretRef:
          name: {{ $root.Values.existingSecret }}
      {{- range .secrets }}
      - secretRef:
          name: {{ . }}
      {{- end }}
    {{- if .port }}
    ports:
      - name: http
        containerPort: {{ .port }}
    startupProbe:
      httpGet: { path: /health/live, port: http }
      periodSeconds: 2
      failureThreshold: 60
    livenessProbe:
      httpGet: { path: /health/live, port: http }
      periodSeconds: 10
      timeoutSeconds: 5
      failureThreshold: 3
    # It is red in every pod while the database is away, and a service without pods has an empty 503 of the ingress,
    # where Latchkey has its page, and a 503 with Retry-After for calls. So for half a minute, in which a database fails
    # over, the pods stay. A pod that is deleted is taken out at once, whatever this says.
    readinessProbe:
      httpGet: { path: /health/ready, port: http }
      periodSeconds: 5
      timeoutSeconds: 5
      failureThreshold: 6
    {{- end }}
    securityContext:
      allowPrivilegeEscalation: false
      readOnlyRootFilesystem: true
      capabilities:
        drop: [ALL]
    resources:
      {{- toYaml $root.Values.resources | nindent 6 }}
{{- end -}}
