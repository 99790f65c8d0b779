/** Where browsers report what the policy stopped. */
const REPORT_PATH = "/api/csp-report";

/**
 * What a page may do: run the scripts that this very answer names by its nonce, and talk to this origin.
 * Style attributes are allowed because charts and virtual lists place things with them; they load nothing.
 */
export function contentSecurityPolicy(nonce: string, { development }: { development: boolean }): string {
  // React explains errors through eval in development; the dev server styles through inline elements.
  const script = development ? " 'unsafe-eval'" : "";
  const style = development ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${script}`,
    `style-src ${style}`,
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "frame-src 'none'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
    `report-uri ${REPORT_PATH}`,
  ].join("; ");
}
