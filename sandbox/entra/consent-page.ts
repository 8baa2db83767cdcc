export interface ConsentPage {
  readonly action: string;
  readonly appId: string;
  readonly permissions: readonly string[];
  /** One: named. Several: the administrator says which organisation is theirs. */
  readonly tenantIds: readonly string[];
  readonly fields: URLSearchParams;
}

/** HTML of the consent page; its look is the sandbox's own. */
export function consentPage(page: ConsentPage): string {
  const hidden = [...page.fields]
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
    .join('\n');
  const items = page.permissions.map((name) => `<li>${escape(name)}</li>`).join('');
  return wrap(`<h1>Permissions requested</h1>
<p>The app <code>${escape(page.appId)}</code> asks for these permissions in your whole organisation:</p>
<ul>${items}</ul>
<form method="post" action="${escape(page.action)}">
${hidden}
${tenantChoice(page.tenantIds)}
<p><button name="decision" value="cancel">Cancel</button>
<button name="decision" value="accept" class="main">Accept</button></p>
</form>`);
}

/** HTML of an error that Entra shows itself instead of redirecting. */
export function problemPage(message: string): string {
  return wrap(`<h1>Sorry, but we are having trouble signing you in.</h1><p>${escape(message)}</p>`);
}

function tenantChoice(tenantIds: readonly string[]): string {
  if (tenantIds.length === 1)
    return `<p>Organisation <code>${escape(tenantIds[0] ?? '')}</code></p>`;
  const options = tenantIds.map((id) => `<option>${escape(id)}</option>`).join('');
  return `<p><label>Your organisation <select name="tenant">${options}</select></label></p>`;
}

function wrap(content: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Sandbox Entra</title>
<style>
body{font:16px/1.5 system-ui,sans-serif;max-width:34rem;margin:3rem auto;padding:0 1rem;color:#242424}
.note{background:#fff4ce;padding:.5rem 1rem}
button,select{font:inherit;padding:.4rem 1.2rem}
.main{background:#0f6cbd;color:#fff;border:1px solid #0f6cbd}
</style></head>
<body><p class="note">Development tool. Nobody here is real.</p>
${content}
</body></html>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
