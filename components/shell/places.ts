// The pages of the console: how they are called, which sign and which keys lead there.
import {
  Activity,
  Landmark,
  LayoutDashboard,
  type LucideIcon,
  Route,
  ScrollText,
  Unplug,
} from 'lucide-react';

export interface Place {
  href: string;
  label: string;
  icon: LucideIcon;
  /** One after the other, from anywhere. */
  keys: string;
}

export const places: Place[] = [
  { href: '/', label: 'Overview', icon: LayoutDashboard, keys: 'g o' },
  { href: '/accounts', label: 'Accounts', icon: Landmark, keys: 'g a' },
  { href: '/relinks', label: 'Relinks', icon: Unplug, keys: 'g r' },
  { href: '/sessions', label: 'Sessions', icon: Route, keys: 'g s' },
  { href: '/activity', label: 'Activity', icon: Activity, keys: 'g v' },
  { href: '/audit', label: 'Audit', icon: ScrollText, keys: 'g u' },
];
