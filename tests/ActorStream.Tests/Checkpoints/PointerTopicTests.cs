using System.Text.RegularExpressions;
using ActorStream.Checkpoints;

namespace ActorStream.Tests.Checkpoints;

public sealed class PointerTopicTests
{
    [Theory]
    [InlineData("actorstream.my-job", "actorstream.my-job.checkpoints")]
    [InlineData("eu.Orders_2.v3", "eu.Orders_2.v3.checkpoints")]
    public void ANameThatATopicMayHaveIsKept(string job, string topic) => Assert.Equal(topic, PointerTopic.Of(job));

    [Fact]
    public void EveryOtherNameBecomesOneOfItsOwn()
    {
        string derived = PointerTopic.Of("actorstream.my job");
        string[] jobs =
        [
            "actorstream.my job", "actorstream.my-job", "actorstream.my/job", "actorstream.my  job", "actorstream.Größe",
            "actorstream.Grosse",
            "actorstream.Gr\u0000e", "actorstream.作业", "actorstream.作", "actorstream.a\nb", "actorstream.", "actorstream.😀",
            "actorstream." + new string('a', 225), "actorstream." + new string('a', 226), "actorstream." + new string('a', 300),
            "actorstream." + new string('a', 299) + "b", "actorstream." + new string('ü', 3000), derived[..^".checkpoints".Length],
        ];
        string[] topics = [.. jobs.Select(PointerTopic.Of)];

        Assert.All(topics, static t => Assert.Matches(new Regex(@"\A[a-zA-Z0-9._-]{1,249}\z"), t));
        Assert.Equal(jobs.Length, topics.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(topics, jobs.Select(PointerTopic.Of));
        Assert.Equal("actorstream.my-job.x-c2b222fb76ceaab00f46de87ff8dad63cc760acf.checkpoints", derived);
    }
}
