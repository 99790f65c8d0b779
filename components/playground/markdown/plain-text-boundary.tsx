"use client";

import { Component, type ReactNode } from "react";
import { PlainText } from "./plain-text";

type Props = {
  text: string;
  /** It still grows. */
  live: boolean;
  children: ReactNode;
};
type State = {
  failed: boolean;
  /** The last whole text that was drawn, or could not be. */
  tried: string | null;
};

/**
 * Whatever goes wrong while markdown is drawn, the words stay readable. What failed is tried again when its text is
 * another one, but not while that grows: it would be drawn in vain, or change its looks, with every piece.
 */
export class PlainTextBoundary extends Component<Props, State> {
  override state: State = { failed: false, tried: null };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  static getDerivedStateFromProps({ text, live }: Props, { tried }: State) {
    return live || text === tried ? null : { failed: false, tried: text };
  }

  override render() {
    return this.state.failed ? <PlainText text={this.props.text} /> : this.props.children;
  }
}
