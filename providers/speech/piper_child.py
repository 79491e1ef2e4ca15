"""A program of its own that reads sentences out. Its engine is under the GPL, so nothing of it runs in our processes.

It takes a line of JSON a sentence, `{"text": ..., "to": path of a WAV}`, and answers each with a line: the sentence's
length in seconds, or what was wrong. It ends when its input does, or when nothing was asked for IDLE seconds.
"""

import json
import select
import sys
import wave

from piper import PiperVoice

IDLE = 30.0  # seconds
SILENCE = 0.3  # seconds, for a text in which there is nothing to say


def main(model: str) -> None:
    """Answer until nobody asks any more."""
    voice = PiperVoice.load(model)
    answer({"ready": True})
    while select.select([sys.stdin], [], [], IDLE)[0]:
        line = sys.stdin.readline()
        if not line:
            return
        try:
            asked = json.loads(line)
            answer({"seconds": speak(voice, asked["text"], asked["to"])})
        except Exception as error:  # noqa: BLE001 - whatever it is, whoever asked is told, and the next may succeed
            answer({"error": f"{type(error).__name__}: {error}"})


def speak(voice: PiperVoice, text: str, to: str) -> float:
    """Write the text as speech to `to`. Gives back its length in seconds."""
    with wave.open(to, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(voice.config.sample_rate)
        voice.synthesize_wav(text, sound, set_wav_format=False)
        if not sound.getnframes():
            sound.writeframes(bytes(2 * round(SILENCE * voice.config.sample_rate)))
        return sound.getnframes() / voice.config.sample_rate


def answer(what: object) -> None:
    """Write one line."""
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
