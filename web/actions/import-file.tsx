import { Modal } from '@mantine/core';

export default function ImportFile({
  close,
}: {
  close: () => void;
  kind?: string | undefined;
  planId?: number | undefined;
}) {
  return <Modal opened onClose={close} title="导入" />;
}
