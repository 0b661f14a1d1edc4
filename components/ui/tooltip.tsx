// A hint for sighted people on hover and focus; it never holds what is nowhere else (screen readers do not get it).
'use client';
import {
  cloneElement,
  type FocusEvent,
  type MouseEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { classNames } from './class-names';
import { placeBeside, type Side } from './place';
import { PortalHome } from './portal-home';

const openAfterMs = 250;
/** Time to move onto the hint itself. */
const closeAfterMs = 120;
/** Whoever has just read one hint reads the next without waiting. */
const groupMs = 400;

// One hint at a time in the whole page.
let closeShown: (() => void) | null = null;
let lastShownAt = 0;

interface TooltipProps {
  /** Null: no hint, now. */
  text: ReactNode;
  /** One focusable element. */
  children: ReactElement<Record<string, unknown>>;
  side?: Side;
  /** `narrow`: only below 1024 px, where the words that it repeats are hidden. */
  when?: 'always' | 'narrow';
}

/** Wraps one focusable element. */
export function Tooltip({ text, children, side = 'top', when = 'always' }: TooltipProps) {
  const home = useContext(PortalHome);
  const { anchor, handlers, stay, leave } = useHint();
  return (
    <>
      {cloneElement(children, withHandlers(children.props, handlers))}
      {anchor && text !== null
        ? createPortal(
            <Hint anchor={anchor} side={side} when={when} stay={stay} leave={leave}>
              {text}
            </Hint>,
            home?.current ?? document.body,
          )
        : null}
    </>
  );
}

function useHint() {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stay = () => clearTimeout(timer.current);
  const close = useRef(() => {
    clearTimeout(timer.current);
    setAnchor(null);
  }).current;
  const open = (element: HTMLElement) => {
    stay();
    if (closeShown !== close) closeShown?.();
    closeShown = close;
    setAnchor(element);
  };
  const leave = () => {
    stay();
    timer.current = setTimeout(close, closeAfterMs);
  };
  useEffect(() => {
    if (!anchor) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    const onPress = ({ target }: globalThis.PointerEvent) => {
      if (target instanceof Node && !anchor.contains(target)) close();
    };
    document.addEventListener('keydown', onKey);
    document.addEventListener('pointerdown', onPress);
    return () => {
      lastShownAt = Date.now();
      if (closeShown === close) closeShown = null;
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPress);
    };
  }, [anchor, close]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const handlers = {
    onPointerEnter: ({ pointerType, currentTarget }: PointerEvent<HTMLElement>) => {
      if (pointerType === 'touch') return;
      stay();
      if (closeShown || Date.now() - lastShownAt < groupMs) open(currentTarget);
      else timer.current = setTimeout(() => open(currentTarget), openAfterMs);
    },
    onPointerLeave: leave,
    onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) => {
      if (currentTarget.matches(':focus-visible')) open(currentTarget);
    },
    onBlur: close,
    // A finger neither hovers nor focuses visibly: a tap on what is off asks why.
    onClick: ({ currentTarget }: MouseEvent<HTMLElement>) => {
      if (currentTarget.getAttribute('aria-disabled') === 'true') open(currentTarget);
    },
  };
  return { anchor, handlers, stay, leave };
}

/** The element's own handlers first, then ours. */
function withHandlers(own: Record<string, unknown>, ours: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(ours).map(([name, handle]) => [
      name,
      (event: unknown) => {
        if (typeof own[name] === 'function') own[name](event);
        handle(event);
      },
    ]),
  );
}

interface HintProps {
  anchor: HTMLElement;
  side: Side;
  when: 'always' | 'narrow';
  stay: () => void;
  leave: () => void;
  children: ReactNode;
}

function Hint({ anchor, side, when, stay, leave, children }: HintProps) {
  const popup = useRef<HTMLDivElement>(null);
  // After each paint of it: its words may have changed, and with them its size.
  useLayoutEffect(() => {
    const element = popup.current;
    if (!element) return;
    const place = () => {
      const { width, height } = element.getBoundingClientRect();
      const window = { width: document.documentElement.clientWidth, height: innerHeight };
      const { left, top } = placeBeside(anchor.getBoundingClientRect(), { width, height }, window, side);
      element.style.left = `${left}px`;
      element.style.top = `${top}px`;
    };
    place();
    addEventListener('scroll', place, { capture: true, passive: true });
    addEventListener('resize', place);
    return () => {
      removeEventListener('scroll', place, { capture: true });
      removeEventListener('resize', place);
    };
  });
  return (
    <div
      ref={popup}
      aria-hidden
      onPointerEnter={stay}
      onPointerLeave={leave}
      className={classNames(
        'fixed z-50 w-max max-w-72 rounded-md bg-text px-2 py-1 text-xs text-surface shadow-lift transition-opacity starting:opacity-0',
        when === 'narrow' && 'lg:hidden',
      )}
    >
      {children}
    </div>
  );
}
