using System.Text;
using ActorStream.Connectors.LocalLog;

namespace ActorStream.Tests.Connectors.LocalLog;

public sealed class DefaultPartitionerTests
{
    /// <summary>The values of Kafka's own UtilsTest.</summary>
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void HashIsThatOfKafka(string key, int expected) =>
        Assert.Equal(expected, (int)DefaultPartitioner.Murmur2(Encoding.UTF8.GetBytes(key)));
}
