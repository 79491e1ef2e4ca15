"""Pictures that move: frames, what the camera does, and the pipes to and from ffmpeg."""
