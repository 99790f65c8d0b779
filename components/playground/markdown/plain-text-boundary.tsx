"use client";

import { Component, type ReactNode } from "react";
import { PlainText } from "./plain-text";

type Props = { text: string; children: ReactNode };

/** Whatever goes wrong while markdown is drawn, the words stay readable. */
export class PlainTextBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <PlainText text={this.props.text} /> : this.props.children;
  }
}
