import { useEffect, useRef } from 'react';
import type { FocusEvent, RefObject } from 'react';
import { focusWithin, isFocusLost } from '../browser/browser';

interface FocusPlace<T extends HTMLElement> {
  readonly ref: RefObject<T | null>;
  readonly tabIndex: -1;
  readonly onFocus: (event: FocusEvent) => void;
}

/** Where the button with the focus goes away, what took its place has it: nobody begins again at the top. */
export function useFocusPlace<T extends HTMLElement>(): FocusPlace<T> {
  const ref = useRef<T>(null);
  const last = useRef<Element | null>(null);
  useEffect(() => {
    if (!last.current || last.current.isConnected || !ref.current) return;
    last.current = null;
    if (isFocusLost()) focusWithin(ref.current);
  });
  return { ref, tabIndex: -1, onFocus: ({ target }) => void (last.current = target) };
}
