import { Button, type ButtonProps, Tooltip } from "@mantine/core";
import { type ReactNode, useId } from "react";
import classes from "./ReasonedButton.module.css";

interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be pressed now; null when it can. */
  disabledReason: string | null;
  onClick?: () => void;
  children: ReactNode;
}

/** A button that, when it cannot be pressed, says why: to the pointer, to the keyboard and to screen readers. */
export function ReasonedButton({ disabledReason, onClick, children, ...rest }: ReasonedButtonProps) {
  const id = useId();
  if (disabledReason === null) {
    return (
      <Button onClick={onClick} {...rest}>
        {children}
      </Button>
    );
  }
  return (
    <>
      <Tooltip label={disabledReason} multiline maw={280} events={{ hover: true, focus: true, touch: true }}>
        <Button {...rest} data-disabled aria-disabled="true" aria-describedby={id}>
          {children}
        </Button>
      </Tooltip>
      <span id={id} className={classes.reason}>
        {disabledReason}
      </span>
    </>
  );
}
