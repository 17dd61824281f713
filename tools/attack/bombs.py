"""Small things that unfold to large ones."""

import struct


def silence(hours):
    """An Ogg/Opus file (RFC 7845) of so many hours in which nothing is heard: two bytes for each 120 ms."""
    packets = int(hours * 3600 / 0.12)
    packet = bytes((0x0B, 0x06))  # SILK, 20 ms, mono, code 3: six frames without a byte (RFC 6716 §3.2.5)
    head = b"OpusHead" + struct.pack("<BBHIhB", 1, 1, 0, 48000, 0, 0)
    tags = b"OpusTags" + struct.pack("<I", 0) + struct.pack("<I", 0)
    pages = [page(0, 2, 0, [head]), page(1, 0, 0, [tags])]
    granule = 0
    for number, first in enumerate(range(0, packets, 255), 2):
        count = min(255, packets - first)
        granule += count * 5760
        pages.append(page(number, 4 if first + 255 >= packets else 0, granule, [packet] * count))
    return b"".join(pages)


def page(number, flags, granule, packets):
    body = b"".join(packets)
    head = b"OggS" + struct.pack("<BBqIII", 0, flags, granule, 7, number, 0) + bytes((len(packets),)) + bytes(len(each) for each in packets)
    whole = bytearray(head + body)
    whole[22:26] = struct.pack("<I", crc(bytes(whole)))
    return bytes(whole)


def crc(data):
    value = 0
    for byte in data:
        value = (value << 8 & 0xFFFFFFFF) ^ TABLE[value >> 24 ^ byte]
    return value


def entry(index):
    value = index << 24
    for _ in range(8):
        value = (value << 1 ^ 0x04C11DB7) & 0xFFFFFFFF if value & 0x80000000 else value << 1
    return value


TABLE = [entry(index) for index in range(256)]


def endless_wav():
    """A WAV file whose header promises four gigabytes."""
    return b"RIFF" + struct.pack("<I", 0xFFFFFFFF) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16) + b"data" + struct.pack("<I", 0xFFFFFFF0) + bytes(16000)


def endless_calendar():
    """A holiday each second of a thousand years."""
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260101T000000Z\r\nDTEND:20260101T000001Z\r\n"
            "SUMMARY:x\r\nRRULE:FREQ=SECONDLY;UNTIL=30260101T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


def laughs(root):
    """A document of some hundred bytes whose entities unfold to a gigabyte."""
    entities = "".join(f'<!ENTITY a{n} "{("&a" + str(n - 1) + ";") * 10 if n else "ha"}">' for n in range(10))
    return f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>{root.replace("HERE", "&a9;")}'
