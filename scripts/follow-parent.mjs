// Preloaded into region and panel: they stop with the program that started them, even when that one was killed outright.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
