import { Modal } from '@mantine/core';

export default function PublishPlan({ close }: { close: () => void; planId: number }) {
  return <Modal opened onClose={close} title="发布方案" />;
}
