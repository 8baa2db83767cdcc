const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids of tenants and apps are of this form. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}
