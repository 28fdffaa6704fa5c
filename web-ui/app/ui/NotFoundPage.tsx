import { Stack, Text } from "@mantine/core";
import { Link, useLocation } from "react-router";
import { Heading } from "./Heading";

export function NotFoundPage() {
  const { pathname } = useLocation();
  return (
    <Stack>
      <Heading title="No such page" />
      <Text>
        There is nothing at {pathname}. Go to the{" "}
        <Link to="/machines" className="plain">
          machines
        </Link>{" "}
        or the{" "}
        <Link to="/runs" className="plain">
          runs
        </Link>
        .
      </Text>
    </Stack>
  );
}
