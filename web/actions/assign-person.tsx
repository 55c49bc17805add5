import { Modal } from '@mantine/core';

export default function AssignPerson({
  close,
}: {
  close: () => void;
  cellId?: number | undefined;
  areaId?: number | undefined;
  planId?: number | undefined;
}) {
  return <Modal opened onClose={close} title="指派" />;
}
