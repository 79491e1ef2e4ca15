"""The sound of a film: voices in time with their scenes, music below them, all at a standard loudness."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from providers.ffmpeg import SOUNDS, Deadline, Progress, run, untrusted_input

LOUDNESS = -14.0  # LUFS of the whole
PEAK = -1.5  # dB; the encoder adds a little
_VOICE, _MUSIC = -16.0, -25.0  # LUFS of each before they are mixed
_SILENT = -60.0  # LUFS; softer sound is not amplified
_TOLERANCE = 0.2  # LU
_RATE = "48000"
# While the voice speaks, the music is about ten decibels softer; it returns within a second.
_DUCK = "sidechaincompress=threshold=0.015:ratio=6:attack=60:release=800"


@dataclass(frozen=True)
class Voice:
    """A WAV and the second of the film at which it starts."""

    path: Path
    start: float


@dataclass(frozen=True)
class Mixer:
    """Mixes the sound of a film that is `seconds` long. Writes its files into `folder`."""

    folder: Path
    seconds: float
    deadline: Deadline
    progress: Progress

    def mixed(self, voices: Sequence[Voice], music: Path | None) -> Path:
        """The path of the whole sound as AAC; silent without voices and music. Raises ProviderError."""
        voice = self._voices(voices) if voices else None
        below = self._music(music) if music else None
        whole = voice or below
        if voice and below:
            graph = f"[0]asplit[say][key];[1][key]{_DUCK}[low];[say][low]amix=inputs=2:normalize=0"
            whole = self._write("mix.wav", ["-i", str(voice), "-i", str(below), "-filter_complex", graph])
        return self._packed(self._levelled(whole) if whole else None)

    def _voices(self, voices: Sequence[Voice]) -> Path:
        inputs = [part for voice in voices for part in untrusted_input(voice.path, "wav")]
        late = [
            f"[{number}]aresample={_RATE},aformat=channel_layouts=mono,adelay={round(voice.start * 1000)}[v{number}]"
            for number, voice in enumerate(voices)
        ]
        names = "".join(f"[v{number}]" for number in range(len(voices)))
        graph = ";".join([*late, f"{names}amix=inputs={len(voices)}:normalize=0,{self._fitted()}"])
        return self._adjusted(self._write("voices.wav", [*inputs, "-filter_complex", graph]), _VOICE)

    def _music(self, music: Path) -> Path:
        fades = f"afade=t=in:d=1,afade=t=out:d=2.5:st={max(0.0, self.seconds - 2.5):.3f}"
        again = ["-stream_loop", "-1", *untrusted_input(music, SOUNDS), "-vn", "-af", f"{self._fitted()},{fades}"]
        return self._adjusted(self._write("music.wav", again), _MUSIC)

    def _fitted(self) -> str:
        """Filters that make a sound stereo and exactly as long as the film."""
        return f"aresample={_RATE},aformat=channel_layouts=stereo,apad,atrim=0:{self.seconds:.3f}"

    def _adjusted(self, sound: Path, loudness: float) -> Path:
        """The sound at `loudness` (LUFS). Its peaks may exceed full scale, which floating-point samples keep."""
        now = self.loudness(sound)
        if now < _SILENT:
            return sound
        return self._write(f"even-{sound.name}", ["-i", str(sound), "-af", f"volume={loudness - now:.2f}dB"])

    def _levelled(self, sound: Path) -> Path:
        """The sound at LOUDNESS with its peaks limited. Limiting costs loudness, so it is measured and raised again."""
        now = self.loudness(sound)
        if now < _SILENT:
            return sound
        gain, level = 0.0, sound
        for _ in range(4):
            gain += LOUDNESS - now
            level = self._write("level.wav", ["-i", str(sound), "-af", _limited(gain)])
            now = self.loudness(level)
            if abs(now - LOUDNESS) < _TOLERANCE:
                break
        return level

    def _packed(self, sound: Path | None) -> Path:
        source = ["-i", str(sound)] if sound else ["-f", "lavfi", "-i", f"anullsrc=r={_RATE}:cl=stereo"]
        to = self.folder / "sound.m4a"
        self._run([*source, "-t", f"{self.seconds:.3f}", "-c:a", "aac", "-b:a", "160k", str(to)])
        return to

    def _write(self, name: str, arguments: Sequence[str]) -> Path:
        self._run([*arguments, "-c:a", "pcm_f32le", str(self.folder / name)])
        return self.folder / name

    def loudness(self, sound: Path) -> float:
        """The loudness of a sound in LUFS; -70.0 for silence."""
        said = self._run(["-i", str(sound), "-af", "ebur128=framelog=quiet", "-f", "null", "-"], verbosity="info")
        found = re.findall(r"I:\s+(-?[\d.]+) LUFS", said)
        return float(found[-1]) if found else -70.0

    def _run(self, arguments: Sequence[str], verbosity: str = "error") -> str:
        return run(
            arguments,
            limit=self.deadline.left(),
            progress=self.progress,
            seconds=self.seconds,
            verbosity=verbosity,
        )


def _limited(gain: float) -> str:
    """Filters that add `gain` decibels and limit the peaks, at four times the rate to catch those between samples."""
    highest = 10 ** (PEAK / 20)
    hold = f"alimiter=limit={highest:.4f}:attack=4:release=60:level=0"
    return f"volume={gain:.2f}dB,aresample=192000,{hold},aresample={_RATE}"
