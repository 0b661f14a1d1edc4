// Where menus and hints stand in the document: inside the page's main part, so that everything is in a landmark.
'use client';
import { createContext, type RefObject } from 'react';

/** Undefined (in dialogs): beside the dialog, since the page behind it is out of reach. */
export const PortalHome = createContext<RefObject<HTMLElement | null> | undefined>(undefined);
