// The frame of every page: mode strip, navigation, main.
'use client';
import { type ReactNode, useRef } from 'react';
import type { BindingView } from '@/domain/overview';
import { ActionKeys } from '../actions/action-keys';
import { PaletteDoor } from '../palette/palette-door';
import { PortalHome } from '../ui/portal-home';
import { BindingProvider } from './binding-context';
import { RenderedAt } from './clock';
import { ModeStrip } from './mode-strip';
import { NavigationSheet } from './navigation-sheet';
import { Sidebar } from './sidebar';
import { StatusStrip } from './status-strip';

export function Shell({
  binding,
  renderedAt,
  children,
}: {
  binding: BindingView;
  renderedAt: number;
  children: ReactNode;
}) {
  const main = useRef<HTMLElement>(null);
  return (
    <RenderedAt value={renderedAt}>
      <BindingProvider binding={binding}>
        <PortalHome value={main}>
          <ActionKeys />
          <PaletteDoor />
          <a
            href="#main"
            className="fixed top-1 left-1 z-60 -translate-y-20 rounded-md bg-accent px-3 py-1.5 text-on-accent focus:translate-y-0"
          >
            Skip to the content
          </a>
          <header className="sticky top-0 z-30">
            <ModeStrip />
            <StatusStrip />
            <NavigationSheet />
          </header>
          <div className="sm:flex">
            <Sidebar />
            <main ref={main} id="main" tabIndex={-1} className="min-w-0 flex-1 outline-none">
              {children}
            </main>
          </div>
        </PortalHome>
      </BindingProvider>
    </RenderedAt>
  );
}
