/** The pages of the tab. Address book and Admin have their rooms ready: put them here when they are built. */
export type PageName = 'home' | 'address-book' | 'settings' | 'admin';

export type Route =
  | { readonly page: 'home' | 'address-book' | 'settings' | 'admin' }
  | { readonly page: 'explain'; readonly recordId: string }
  | { readonly page: 'unknown' };

/** What stands in the strip. */
export const SHOWN_PAGES: readonly PageName[] = ['home', 'settings'];

export function readPage(route: string): Route {
  const [page = '', part] = route.split('/');
  if (page === '' || page === 'home') return { page: 'home' };
  if (page === 'explain' && part !== undefined && /^\d{1,18}$/.test(part)) {
    return { page: 'explain', recordId: part };
  }
  if (page === 'address-book' || page === 'settings' || page === 'admin') return { page };
  return { page: 'unknown' };
}

/** Where the strip stands: an inner page belongs to Home. */
export function pageOf({ page }: Route): PageName {
  return page === 'explain' || page === 'unknown' ? 'home' : page;
}
