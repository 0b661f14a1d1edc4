// The palette and the help on keys are loaded when they are first asked for: most pages are read without them.
'use client';
import type { ComponentType } from 'react';
import type { PartName } from './opened';

export interface PartProps {
  isOpen: boolean;
  onClose: () => void;
  /** What was typed before it was there. */
  typed: string;
}

const loaders: Record<PartName, () => Promise<ComponentType<PartProps>>> = {
  palette: () => import('./palette').then(({ Palette }) => Palette),
  keys: () => import('./key-help').then(({ KeyHelp }) => KeyHelp),
};

/** Loads it; the browser keeps it. */
export const loadPart = (part: PartName) => loaders[part]();
