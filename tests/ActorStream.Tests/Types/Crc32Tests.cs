using System.Text;
using ActorStream.Types;

namespace ActorStream.Tests.Types;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void KnownValuesHold(string text, uint expected) => Assert.Equal(expected, Crc32.Compute(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void PiecesGiveTheCrcOfTheWhole()
    {
        byte[] bytes = new byte[1000];
        new Random(1).NextBytes(bytes);
        for (int cut = 0; cut <= bytes.Length; cut += 37)
            Assert.Equal(Crc32.Compute(bytes), Crc32.Append(Crc32.Compute(bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
    }
}
