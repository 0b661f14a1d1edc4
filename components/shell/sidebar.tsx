// The left side of the console from 640 px on: icons alone, with words from 1024 px.
'use client';
import { FindButton } from '../palette/find-button';
import { Brand } from './brand';
import { Navigation } from './navigation';
import { ShellFoot } from './shell-foot';

export function Sidebar() {
  return (
    <aside
      aria-label="Navigation and state"
      className="sticky top-(--strip-height) hidden h-[calc(100dvh-var(--strip-height))] w-14 shrink-0 flex-col border-r border-border bg-sunken sm:flex lg:w-55"
    >
      <Brand />
      <FindButton />
      <Navigation />
      <ShellFoot />
    </aside>
  );
}
