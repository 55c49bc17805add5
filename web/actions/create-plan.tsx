import { Modal } from '@mantine/core';

export default function CreatePlan({ close }: { close: () => void }) {
  return <Modal opened onClose={close} title="新建网格方案" />;
}
