// Preloaded into programs that ours start: they stop with the one that started them, even when it was killed outright.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
