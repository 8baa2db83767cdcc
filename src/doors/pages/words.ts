export const PAGE_LANGUAGES = ['en', 'de', 'fr', 'es', 'ja'] as const;
export type PageLanguage = (typeof PAGE_LANGUAGES)[number];

export const PAGE_NAMES = ['help', 'privacy', 'terms'] as const;
export type PageName = (typeof PAGE_NAMES)[number];

/** A heading and the paragraphs below it. */
export type Section = readonly [heading: string, ...paragraphs: string[]];

export interface PublicWords {
  /** What the language calls itself. */
  readonly language: string;
  readonly pages: Readonly<Record<PageName, PublicPage>>;
}

export interface PublicPage {
  readonly title: string;
  /** `{days}` stands for how long explain records are kept. */
  readonly sections: readonly Section[];
}
