import { Component } from 'react';
import type { ReactNode } from 'react';
import { Problem } from '../../pages/Problem/Problem';

interface GuardProps {
  readonly children: ReactNode;
  readonly onRetry: () => void;
}

interface GuardState {
  readonly failure: { readonly error: unknown } | null;
}

/** A bug in what it holds is told, where React alone would leave an empty page. Only a class can. */
export class Guard extends Component<GuardProps, GuardState> {
  override state: GuardState = { failure: null };

  static getDerivedStateFromError(error: unknown): GuardState {
    return { failure: { error } };
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    const retry = (): void => {
      this.props.onRetry();
      this.setState({ failure: null });
    };
    return <Problem error={failure.error} onRetry={retry} />;
  }
}
