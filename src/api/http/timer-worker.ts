self.onmessage = ({ data }: MessageEvent<{ id: number; delay: number }>) => {
  setTimeout(() => self.postMessage(data.id), data.delay);
};
