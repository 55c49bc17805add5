export default function MapPage() {
  return <div />;
}
