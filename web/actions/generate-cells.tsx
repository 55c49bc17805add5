import { Modal } from '@mantine/core';

export default function GenerateCells({ close }: { close: () => void; planId: number }) {
  return <Modal opened onClose={close} title="生成网格" />;
}
