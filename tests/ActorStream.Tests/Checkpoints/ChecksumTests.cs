using System.IO.Hashing;
using System.Text;

namespace ActorStream.Tests.Checkpoints;

/// <summary>The checksum in manifests and segments is CRC-32 as IEEE 802.3 has it: with another one no old checkpoint would be
/// read.</summary>
public sealed class ChecksumTests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void KnownValuesHold(string text, uint expected) => Assert.Equal(expected, Crc32.HashToUInt32(Encoding.ASCII.GetBytes(text)));
}
