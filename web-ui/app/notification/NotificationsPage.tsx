import { Stack } from "@mantine/core";
import { Heading } from "../ui/Heading";
import { ChannelsSection } from "./ChannelsSection";
import { DeliveriesSection } from "./DeliveriesSection";
import { RulesSection } from "./RulesSection";

/** Where what is told, and what became of it. */
export function NotificationsPage() {
  return (
    <Stack gap="lg">
      <Heading title="Notifications" />
      <ChannelsSection />
      <RulesSection />
      <DeliveriesSection />
    </Stack>
  );
}
