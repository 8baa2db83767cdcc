import type { Words } from './en';
import { en } from './en';

export const fr: Words = en;
