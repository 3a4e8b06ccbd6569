using ActorStream.Connectors;
using ActorStream.Connectors.LocalLog;
using ActorStream.Tests.Support;

namespace ActorStream.Tests.Connectors.Kafka;

public sealed class KafkaTableOnEmbeddedLogTests : KafkaTableContractTests
{
    private static readonly TableColumn[] Columns = [Physical("k", DataType.String), Physical("n", DataType.BigInt)];

    private readonly string _folder = Directory.CreateTempSubdirectory("kafka-table-").FullName;

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("topic=a\ntopic-pattern=b", "Option 'topic' and 'topic-pattern' shouldn't be set together.")]
    [InlineData("", "Either 'topic' or 'topic-pattern' must be set.")]
    [InlineData("topic=a\nscan.startup.mode=timestamp",
        "'scan.startup.timestamp-millis' is required in 'timestamp' startup mode but missing.")]
    [InlineData("topic=a\nscan.startup.mode=specific-offsets",
        "'scan.startup.specific-offsets' is required in 'specific-offsets' startup mode but missing.")]
    [InlineData("topic=a\nscan.bounded.mode=timestamp",
        "'scan.bounded.timestamp-millis' is required in 'timestamp' bounded mode but missing.")]
    [InlineData(
        "topic=a;b\nscan.startup.mode=specific-offsets\nscan.startup.specific-offsets=partition:0,offset:1",
        "Currently Kafka source only supports specific offset for single topic.")]
    [InlineData(
        "topic=a\nscan.startup.mode=specific-offsets\nscan.startup.specific-offsets=0:1",
        "Invalid properties 'scan.startup.specific-offsets' should follow the format 'partition:0,offset:42;partition:1,offset:300', "
            + "but is '0:1'.")]
    [InlineData("topic=a\nscan.startup.mode=somewhere", "'scan.startup.mode'")]
    [InlineData("topic=a\nkey.fields=k", "The option 'key.fields' can only be declared if a key format is defined using 'key.format'.")]
    [InlineData("topic=a\nkey.format=raw", "requires the declaration of one or more of key fields using 'key.fields'.")]
    [InlineData("topic=a\nkey.format=raw\nkey.fields=no", "Could not find the field 'no' in the table schema for usage in the key format.")]
    [InlineData("topic=a\nkey.format=raw\nkey.fields=k\nkey.fields-prefix=k",
        "A key prefix is not allowed when option 'value.fields-include' is set to 'ALL'.")]
    [InlineData(
        "topic=a\nkey.format=raw\nkey.fields=k\nsink.partitioner=round-robin",
        "Currently 'round-robin' partitioner only works when option 'key.fields' is not specified.")]
    [InlineData("topic=a\nsink.partitioner=com.example.Mine", "'sink.partitioner'")]
    [InlineData("topic=a\nproperties.auto.offset.reset=never", "'properties.auto.offset.reset'")]
    [InlineData("topic=a\nproperties.enable.auto.commit=true", "Property group.id is required when offset commit is enabled")]
    [InlineData("topic=a\ntopics=b", "'topics'")]
    public void OptionsThatDoNotFitAreRefusedInFlinksWords(string options, string message)
    {
        var error = Assert.ThrowsAny<ActorStreamException>(() => Tables.Source(Columns, "connector=kafka\nformat=json\n" + options));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutServersATableNeedsTheLocalLog()
    {
        var error = Assert.Throws<ActorStreamException>(() =>
            new TableFixture(null).Source(Columns, "connector=kafka\nformat=json\ntopic=a"));
        Assert.Contains("properties.bootstrap.servers", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ExactlyOnceNeedsAPrefix()
    {
        var error = Assert.Throws<ActorStreamException>(
            () => Tables.Sink(Columns, "connector=kafka\nformat=json\ntopic=a\nsink.delivery-guarantee=exactly-once"));
        Assert.Contains("sink.transactional-id-prefix", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASinkMakesItsTopicInTheEmbeddedLog()
    {
        await using ISink sink = Tables.Sink(Columns, "connector=kafka\nformat=json\ntopic=made");
        await sink.OpenAsync(Deadline);

        Assert.Equal(new LogTopic("made", 1), await Log.FindTopicAsync("made", Deadline));
    }

    protected override Task<(ILog Log, TableFixture Tables, string Address)> OpenAsync() =>
        Task.FromResult<(ILog, TableFixture, string)>((new EmbeddedLog(_folder), new TableFixture(_folder), "localhost:9092"));
}
