// One browser that listens: a stream with a bounded buffer.
import 'server-only';

/** A browser that lets this much wait is too slow: it is let go, and goes on from its last id when it comes again. */
const mostBufferedBytes = 1024 * 1024;

export interface Subscriber {
  readonly stream: ReadableStream<Uint8Array>;
  /** Sends a message. False: the browser is gone or too slow, and was let go. */
  send(frame: Uint8Array): boolean;
  /** Ends the stream after what was sent. */
  end(): void;
}

/** `onGone` is called once, whoever ends it. */
export function makeSubscriber(onGone: () => void): Subscriber {
  let isOpen = true;
  let control: ReadableStreamDefaultController<Uint8Array> | undefined;
  const leave = () => {
    if (!isOpen) return false;
    isOpen = false;
    onGone();
    return true;
  };
  const stream = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        control = controller;
      },
      cancel: () => {
        leave();
      },
    },
    new ByteLengthQueuingStrategy({ highWaterMark: mostBufferedBytes }),
  );
  return {
    stream,
    send: (frame) => {
      if (!isOpen || !control) return false;
      if ((control.desiredSize ?? 0) <= 0) {
        // Not ended but broken off: what is buffered would never be read. The name is what Next takes for a normal end.
        if (leave()) control.error(new DOMException('The browser reads too slowly.', 'AbortError'));
        return false;
      }
      control.enqueue(frame);
      return true;
    },
    end: () => {
      if (leave()) control?.close();
    },
  };
}
