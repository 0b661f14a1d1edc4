// How the console hears from Stripe: the endpoint, whether anything comes, and the button that makes or checks it.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck, type LucideIcon } from 'lucide-react';
import { usePageActions } from '@/components/actions/page-actions';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { ErrorState } from '@/components/ui/error-state';
import { MonoId } from '@/components/ui/mono-id';
import { ProblemNote } from '@/components/ui/problem-note';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { Time } from '@/components/ui/time';
import { notify } from '@/components/ui/toast';
import { useCommand } from '@/components/use-command';
import type { ConnectOutcome, WebhooksView } from '@/domain/webhooks';
import { connectWebhooks, webhooksKey, webhooksQuery } from './activity-queries';

const states: Record<
  WebhooksView['state'],
  { word: string; tone: BadgeTone; icon: LucideIcon; meaning: string }
> = {
  connected: {
    word: 'Connected',
    tone: 'good',
    icon: CircleCheck,
    meaning: 'Stripe delivers each change here within seconds. What a delivery misses is swept from Stripe.',
  },
  by_environment: {
    word: 'By your own endpoint',
    tone: 'good',
    icon: CircleCheck,
    meaning:
      'Deliveries are proven by the secret in STRIPE_WEBHOOK_SECRET. The endpoint was made by somebody else, so it is not checked here.',
  },
  not_connected: {
    word: 'Not connected',
    tone: 'warning',
    icon: CircleAlert,
    meaning: 'Stripe delivers nothing here. Sweeps find every change, but minutes later.',
  },
};

const outcomes: Record<ConnectOutcome, string> = {
  created: 'The endpoint was made',
  updated: 'The endpoint was mended',
  kept: 'The endpoint is as it should be',
};

export function WebhooksPanel() {
  const query = useQuery(webhooksQuery());
  return (
    <div className="max-w-3xl px-4 pb-10 sm:px-6">
      <Section
        title="Webhooks"
        className="border-t-0"
        aside={query.data ? <ConnectButton webhooks={query.data} /> : null}
      >
        {query.data ? (
          <Facts webhooks={query.data} />
        ) : query.error ? (
          <ErrorState
            error={query.error}
            what="The webhook endpoint"
            onRetry={() => void query.refetch()}
            pending={query.isFetching}
          />
        ) : (
          <SkeletonLines label="Reading the webhook endpoint" lines={5} />
        )}
      </Section>
    </div>
  );
}

function Facts({ webhooks }: { webhooks: WebhooksView }) {
  const { word, tone, icon: Icon, meaning } = states[webhooks.state];
  return (
    <>
      <p className="mb-3 flex flex-wrap items-baseline gap-x-2 gap-y-1 text-sm">
        <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
          {word}
        </Badge>
        <span className="text-quiet">{meaning}</span>
      </p>
      <DefinitionList>
        <Definition name="Delivers to">
          <span className="inline-flex max-w-full items-center gap-0.5">
            <span className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{webhooks.url}</span>
            <CopyButton text={webhooks.url} label="Copy the address" />
          </span>
        </Definition>
        <Definition name="Endpoint">
          {webhooks.endpointId ? (
            <MonoId id={webhooks.endpointId} what="endpoint id" />
          ) : (
            <span className="text-quiet">None of ours</span>
          )}
        </Definition>
        <Definition name="API version">
          {webhooks.apiVersion ?? <span className="text-quiet">As the endpoint is set at Stripe</span>}
        </Definition>
        <Definition name="Last event">
          {webhooks.lastEventAt ? (
            <Time at={webhooks.lastEventAt} />
          ) : (
            <span className="text-quiet">None yet</span>
          )}
        </Definition>
        <Definition name="Last checked">
          {webhooks.checkedAt ? <Time at={webhooks.checkedAt} /> : <span className="text-quiet">Never</span>}
        </Definition>
      </DefinitionList>
      {webhooks.cannotConnect ? (
        <p className="mt-3 max-w-prose text-sm text-quiet">{webhooks.cannotConnect}</p>
      ) : null}
    </>
  );
}

function ConnectButton({ webhooks }: { webhooks: WebhooksView }) {
  const client = useQueryClient();
  const connect = useCommand({
    run: (_: null, requestKey) => connectWebhooks(requestKey),
    onDone: ({ outcome, webhooks: arrived }) => {
      client.setQueryData(webhooksKey(), arrived);
      notify({ title: outcomes[outcome], tone: 'good' });
    },
  });
  const isConnected = webhooks.state === 'connected';
  usePageActions([
    {
      id: 'connect-webhooks',
      label: isConnected ? 'Check the webhook endpoint' : 'Connect a webhook endpoint',
      group: 'Webhooks',
      offReason: connect.isPending ? 'Stripe is being asked.' : webhooks.cannotConnect,
      run: () => connect.start(null),
    },
  ]);
  return (
    <span className="flex flex-col items-end gap-1">
      <Button
        size="sm"
        variant={isConnected ? 'secondary' : 'primary'}
        pending={connect.isPending}
        disabledReason={webhooks.cannotConnect}
        hint={
          isConnected
            ? 'Asks Stripe for the endpoint and mends what is not as it should be.'
            : 'Makes an endpoint at Stripe for this address, with the events that Relink follows.'
        }
        onClick={() => connect.start(null)}
      >
        {isConnected ? 'Check endpoint' : 'Connect'}
      </Button>
      {connect.problem ? <ProblemNote problem={connect.problem} /> : null}
    </span>
  );
}
