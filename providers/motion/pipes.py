"""Stream frames to and from ffmpeg through pipes, with only a few frames in memory."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen
from tempfile import TemporaryFile

from providers.ffmpeg import outcome, run, running, untrusted_input
from providers.motion.frames import Frame, Size, frame_from, plane_sizes


@contextmanager
def encoder(to: Path, size: Size, fps: int, *, limit: float) -> Iterator[Callable[[Frame], None]]:
    """Yield a function that appends a frame to the MP4 `to` (H.264, faststart), which is complete after the block.
    Raises ProviderError when ffmpeg fails or `limit` seconds are over; a partial file may then remain."""
    raw = ["-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", f"{size[0]}x{size[1]}", "-r", str(fps)]
    source = [*raw, "-thread_queue_size", "1", "-i", "pipe:0"]
    arguments = [*source, *_H264, f"file:{to}"]
    with TemporaryFile() as said, running(arguments, limit=limit, into=PIPE, err=said) as process:
        try:
            yield lambda frame: _write(process, frame)
            if process.stdin:
                process.stdin.close()
        except BrokenPipeError:
            pass  # ffmpeg ended early; its output says why
        process.wait()
        outcome(process, said)


def _write(process: Popen[bytes], frame: Frame) -> None:
    if process.stdin:
        for plane in frame.data():
            process.stdin.write(plane)


def join(parts: Sequence[tuple[Path, int]], to: Path, fps: int, *, sound: Path, limit: float) -> None:
    """Join MP4s of `encoder`, each with its number of frames, and an AAC file to the MP4 `to`; nothing is encoded.
    They are all in one folder and of one size, and their names need no quotes. Raises as `encoder`."""
    lines = [f"file '{part.name}'\nduration {count / fps:.6f}\n" for part, count in parts]
    order = parts[0][0].with_name("order.txt")  # the names in it are relative to where it is
    order.write_text("ffconcat version 1.0\n" + "".join(lines), encoding="utf-8")
    sources = ["-f", "concat", "-i", f"file:{order}", "-i", f"file:{sound}", "-map", "0:v:0", "-map", "1:a:0"]
    try:
        run([*sources, "-c", "copy", "-movflags", "+faststart", "-f", "mp4", f"file:{to}"], limit=limit)
    finally:
        order.unlink()


_COLOURS = ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"]
# A short lookahead: a frame takes 10 MB, and more of them make it neither faster nor smaller.
_FRUGAL = ["-threads", "2", "-x264-params", "sliced-threads=1:sync-lookahead=0:rc-lookahead=3:bframes=1"]
_H264 = [
    *["-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-profile:v", "high", "-pix_fmt", "yuv420p"],
    *[*_FRUGAL, *_COLOURS, "-movflags", "+faststart", "-f", "mp4"],
]


def decode_frames(path: Path, size: Size, fps: int, *, limit: float, slower: float = 1.0) -> Iterator[Frame]:
    """Decode an MP4 to frames, cropped and scaled to `size`; `slower=1.5` takes half as long again. Raises
    ProviderError when `limit` seconds are over. A broken end is skipped."""
    width, height = size
    fill = f"scale={width}:{height}:force_original_aspect_ratio=increase:out_color_matrix=bt709:out_range=tv"
    timing = f"setpts=PTS*{slower:.4f},framerate={fps}" if slower > 1.01 else f"fps={fps}"
    steps = ["-vf", f"{fill},crop={width}:{height},setsar=1,{timing},format=yuv420p", "-map", "0:v:0"]
    few = ["-thread_queue_size", "1"]
    source = ["-nostdin", "-threads", "1", *few, *untrusted_input(path)]
    with running([*source, *steps, *few, "-f", "rawvideo", "pipe:1"], limit=limit, out=PIPE) as process:
        while planes := _planes(process, size):
            yield frame_from(planes, size)
        process.wait()


def _planes(process: Popen[bytes], size: Size) -> Sequence[bytes]:
    """The next frame's planes; empty at the end of the stream."""
    lengths = [width * height for width, height in plane_sizes(size)]
    planes = [process.stdout.read(length) if process.stdout else b"" for length in lengths]
    return planes if len(planes[-1]) == lengths[-1] else []
