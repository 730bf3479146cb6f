"""Certificates for loopback servers: a good one and three bad ones, made for these tests and trusted by nobody else.

They are DER in base64. The key belongs to all of them and to nothing that exists outside the tests; the authority's
own key was thrown away. Valid until 2120, but for the one that expired in 2001.
"""

from __future__ import annotations

import base64
import ssl
from pathlib import Path

KEY = (
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+zTA/ZGCtweY6ZfMuj7iLi7OtXWcBR6WB/gIoBXeWdGhRANCAATOs223GBjD7V"
    "XpXEQKfq8seXhe7zmJc/B6tP9I8skJd5hzwKr22rBvcT9fCC7sQBAAEqp0Vk/W2xp4M7fA56mT"
)

AUTHORITY = (
    "MIIBkzCCATmgAwIBAgIUH/s1r2L+bcHCMJL5C6E7GA1rggswCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLVmlnaWUgdGVzdHMwIBcNMjAwMTAxMD"
    "AwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBYxFDASBgNVBAMMC1ZpZ2llIHRlc3RzMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEz8VyJR2I+/iK"
    "hbF70lCfiHy79wlguQOBoUVZV6MHfHs+6r/CXuXCsSBbEXkwNknBk5CGMOwaybWLVb+f+VkPCqNjMGEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ"
    "4EFgQUieZ38Ni3i/aRSbY6iTQOxUGkK0IwHwYDVR0jBBgwFoAUieZ38Ni3i/aRSbY6iTQOxUGkK0IwDgYDVR0PAQH/BAQDAgGGMAoGCCqGSM49"
    "BAMCA0gAMEUCIQCJ9YG/qkdKRSGUta+nAhYgDvB5bE7q1F+QprB7koROvQIgKXBUgYZhFgSKDgaJ1iNN3pQSSjBFyQSK8SQhcauZZDA="
)

GOOD = (
    "MIIBmjCCAUCgAwIBAgIUe3WfoZVfuldw0q2ZBbMwdCSYV3swCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLVmlnaWUgdGVzdHMwIBcNMjAwMTAxMD"
    "AwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABM6zbbcYGMPtVelc"
    "RAp+ryx5eF7vOYlz8Hq0/0jyyQl3mHPAqvbasG9xP18ILuxAEAASqnRWT9bbGngzt8DnqZOjbDBqMAwGA1UdEwEB/wQCMAAwHQYDVR0OBBYEFF"
    "8A2x4krI4X0EuO8dU6kOTHDAW8MB8GA1UdIwQYMBaAFInmd/DYt4v2kUm2Ook0DsVBpCtCMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAK"
    "BggqhkjOPQQDAgNIADBFAiEAwUk93PZO54TIN7AIYY5BlLwOarZNXY7manZCiSZDhrgCICp0vYVdiwo/R9cLwP8KCQTlCa8sbXJdycvUEi+f4j"
    "AM"
)

EXPIRED = (
    "MIIBmDCCAT6gAwIBAgIUUpyZE5DARAc/GOOuB9oTiyUkqAcwCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLVmlnaWUgdGVzdHMwHhcNMDAwMTAxMD"
    "AwMDAwWhcNMDEwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATOs223GBjD7VXpXEQK"
    "fq8seXhe7zmJc/B6tP9I8skJd5hzwKr22rBvcT9fCC7sQBAAEqp0Vk/W2xp4M7fA56mTo2wwajAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBRfAN"
    "seJKyOF9BLjvHVOpDkxwwFvDAfBgNVHSMEGDAWgBSJ5nfw2LeL9pFJtjqJNA7FQaQrQjAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYI"
    "KoZIzj0EAwIDSAAwRQIhAPPRjuAO8Lm9Tt99+Q/WHw6NS/DxAc0yUjAcGNOcqABIAiBcNsywEknNwqutG3yulVLa7rMVDvvoULtHSZ8WYpqaGQ"
    "=="
)

WRONG_HOST = (
    "MIIBozCCAUigAwIBAgIUaJmO7A50j0tpAZNWXDO0o9L970kwCgYIKoZIzj0EAwIwFjEUMBIGA1UEAwwLVmlnaWUgdGVzdHMwIBcNMjAwMTAxMD"
    "AwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBsxGTAXBgNVBAMMEGFpbGxldXJzLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATOs223"
    "GBjD7VXpXEQKfq8seXhe7zmJc/B6tP9I8skJd5hzwKr22rBvcT9fCC7sQBAAEqp0Vk/W2xp4M7fA56mTo20wazAMBgNVHRMBAf8EAjAAMB0GA1"
    "UdDgQWBBRfANseJKyOF9BLjvHVOpDkxwwFvDAfBgNVHSMEGDAWgBSJ5nfw2LeL9pFJtjqJNA7FQaQrQjAbBgNVHREEFDASghBhaWxsZXVycy5l"
    "eGFtcGxlMAoGCCqGSM49BAMCA0kAMEYCIQDEFBEYWP4fnSKvxmFqpvMwRKIS8kjqPugfH7Yb8NuJhQIhAM80TJn+6EAoX/XG88Blp9+rNw5887"
    "/tw/8tXevD7DCm"
)

SELF_SIGNED = (
    "MIIBlzCCAT6gAwIBAgIUHCRFRJEg/dgCUG2Qp9P2BMxG1OYwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTIwMDEwMTAwMD"
    "AwMFoYDzIxMjAwMTAxMDAwMDAwWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATOs223GBjD7VXpXEQK"
    "fq8seXhe7zmJc/B6tP9I8skJd5hzwKr22rBvcT9fCC7sQBAAEqp0Vk/W2xp4M7fA56mTo2wwajAMBgNVHRMBAf8EAjAAMB0GA1UdDgQWBBRfAN"
    "seJKyOF9BLjvHVOpDkxwwFvDAfBgNVHSMEGDAWgBRfANseJKyOF9BLjvHVOpDkxwwFvDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYI"
    "KoZIzj0EAwIDRwAwRAIgKuxxqbaqG31+F4+X7ePKXpci3rDp1RRvab9E96aDymwCIBm4HPgiuHrARXesFe8ZPbLDaViuZFw0gW3YHLF5VsTj"
)


def written(der: str, path: Path, label: str = "CERTIFICATE") -> Path:
    """The PEM file that the ssl module wants."""
    path.write_text(
        f"-----BEGIN {label}-----\n{base64.encodebytes(base64.b64decode(der)).decode()}-----END {label}-----\n"
    )
    return path


def server_context(certificate: str, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(
        written(certificate, folder / "server.pem"), written(KEY, folder / "server.key", "PRIVATE KEY")
    )
    return context
