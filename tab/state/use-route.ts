import { useEffect, useState } from 'react';
import { goTo, onRoute, readRoute } from '../browser/browser';

/** The page in the address; a deep link's page is opened first. */
export function useRoute(asked: string | null): string {
  const [route, setRoute] = useState(readRoute);
  useEffect(() => onRoute(() => setRoute(readRoute())), []);
  useEffect(() => {
    if (asked && readRoute() === '') goTo(asked);
  }, [asked]);
  return route;
}
