"""Animated pictures: frames, camera moves, and pipes to and from ffmpeg."""
