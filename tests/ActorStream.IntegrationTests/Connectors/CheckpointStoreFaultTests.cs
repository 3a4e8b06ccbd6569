using System.IO.Hashing;
using ActorStream.Connectors;
using ActorStream.Connectors.Jdbc;
using ActorStream.Connectors.Sql;
using ActorStream.IntegrationTests.Support;

namespace ActorStream.IntegrationTests.Connectors;

/// <summary>Stores whose database dies, or whose answers are lost.</summary>
public sealed class CheckpointStoreFaultTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RequiresMariaDbFact]
    public async Task LostAnswerOfCommitIsResolvedOnMariaDb()
    {
        MariaDbServer server = await SharedServers.MariaDbAsync();
        string database = SharedServers.UniqueName("lost");
        await server.ExecuteAsync($"CREATE DATABASE {database}");
        await LoseAnswersAsync(server.Port, "commit", port => $"jdbc:mysql://127.0.0.1:{port}/{database}?useSSL=false");
    }

    [RequiresPostgresFact]
    public async Task LostAnswerOfCommitIsResolvedOnPostgres()
    {
        PostgresServer server = await SharedServers.PostgresAsync();
        string schema = SharedServers.UniqueName("lost");
        await server.ExecuteAsync($"CREATE SCHEMA {schema}");
        await LoseAnswersAsync(
            server.Port, "COMMIT", port => $"jdbc:postgresql://127.0.0.1:{port}/testdb?sslmode=disable&currentSchema={schema}");
    }

    [RequiresMariaDbFact]
    public async Task StoreOutlivesAKillOfMariaDb()
    {
        await using MariaDbServer server = await MariaDbServer.StartAsync();
        await OutliveAsync(server.JdbcUrl + "?useSSL=false", server.KillAsync, server.StartAgainAsync);
    }

    [RequiresPostgresFact]
    public async Task StoreOutlivesAKillOfPostgres()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await OutliveAsync(server.JdbcUrl, server.KillAsync, server.StartAgainAsync);
    }

    [RequiresMariaDbFact]
    public async Task AFrozenOwnersLocksAreGivenBackByMariaDb()
    {
        MariaDbServer server = await SharedServers.MariaDbAsync();
        string database = SharedServers.UniqueName("frozen");
        await server.ExecuteAsync($"CREATE DATABASE {database}");
        await FreezeAsync($"jdbc:mysql://127.0.0.1:{server.Port}/{database}?useSSL=false");
    }

    [RequiresPostgresFact]
    public async Task AFrozenOwnersLocksAreGivenBackByPostgres()
    {
        PostgresServer server = await SharedServers.PostgresAsync();
        string schema = SharedServers.UniqueName("frozen");
        await server.ExecuteAsync($"CREATE SCHEMA {schema}");
        await FreezeAsync($"jdbc:postgresql://127.0.0.1:{server.Port}/testdb?currentSchema={schema}");
    }

    /// <summary>The owner stops in the middle of its transaction and keeps its connection; its successor takes over all the same.
    /// Without a limit it would wait for the lock until its statement's time is up, and fail.</summary>
    private static async Task FreezeAsync(string url)
    {
        await using ICheckpointStore successor = CheckpointStoreFactory.Create(url, "test", "test", TimeSpan.FromSeconds(10));
        await successor.OpenAsync(None);
        await successor.AcquireAsync("job", [0], "a", "tx", None);
        await using SqlSession frozen = await SqlSession.OpenAsync(
            JdbcUrl.Parse(url, "test", "test") with { IdleTransactionTimeout = TimeSpan.FromSeconds(1) }, None);
        await frozen.BeginAsync();
        Assert.Equal([1L], await frozen.QueryAsync(r => Convert.ToInt64(r.GetValue(0)),
            "SELECT epoch FROM actorstream_shards WHERE job = ? AND shard = ? FOR UPDATE", "job", 0));
        ShardOwnership taken = await successor.AcquireAsync("job", [0], "b", "tx", None);
        Assert.Equal(2, taken.Epochs[0]);
        Exception woken = await Assert.ThrowsAnyAsync<Exception>(frozen.CommitAsync);
        Assert.Equal(SqlFault.ConnectionLost, frozen.Dialect.Classify(woken));
    }

    private static async Task LoseAnswersAsync(int serverPort, string commit, Func<int, string> url)
    {
        await using var proxy = new TcpProxy(serverPort);
        await using ICheckpointStore store = CheckpointStoreFactory.Create(url(proxy.Port), "test", "test");
        await store.OpenAsync(None);
        await store.AcquireAsync("job", [0], "a", "tx", None);
        for (int i = 1; i <= 6; i++)
        {
            proxy.CutAt(commit, afterForwarding: i % 2 == 0);
            StateSegment segment = Segment($"s-{i}");
            await store.WriteAsync([Manifest(i, segment)], [segment], None);
            Assert.Equal(i, proxy.Cuts);
            Assert.Equal(segment.Data, await store.ReadSegmentAsync(segment.Id, None));
        }
        Assert.Equal(6, (await store.ListManifestsAsync("job", None)).Count);
        proxy.CutAt("actorstream_segments", afterForwarding: false);
        StateSegment last = Segment("s-7");
        await store.WriteAsync([Manifest(7, last)], [last], None);
        Assert.Equal(7, (await store.ListManifestsAsync("job", None)).Count);
    }

    private static async Task OutliveAsync(string url, Func<Task> kill, Func<Task> startAgain)
    {
        await using ICheckpointStore store = CheckpointStoreFactory.Create(url, "test", "test", TimeSpan.FromSeconds(10));
        await store.OpenAsync(None);
        await store.AcquireAsync("job", [0], "a", "tx", None);
        StateSegment first = Segment("s-1");
        await store.WriteAsync([Manifest(1, first)], [first], None);
        await kill();
        StateSegment second = Segment("s-2");
        var e = await Assert.ThrowsAsync<ConnectorException>(async () => await store.WriteAsync([Manifest(2, second)], [second], None));
        Assert.True(e.IsTransient, e.ToString());
        await startAgain();
        await store.WriteAsync([Manifest(2, second)], [second], None);
        Assert.Equal(first.Data, await store.ReadSegmentAsync("s-1", None));
        Assert.Equal(2, (await store.ListManifestsAsync("job", None)).Count);
    }

    private static StateSegment Segment(string id)
    {
        byte[] data = new byte[1000];
        new Random(id.Length).NextBytes(data);
        return new StateSegment(id, data, Crc32.HashToUInt32(data), 1);
    }

    private static CheckpointManifest Manifest(int sequence, StateSegment segment) => new()
    {
        Job = "job",
        Shard = 0,
        CheckpointId = 1L << 40 | (uint)sequence,
        ParentId = 0,
        Epoch = 1,
        TimestampMs = 1,
        Segments = [new SegmentReference(segment.Id, segment.Data.Length, segment.Crc32, segment.RowCount)],
        Body = [],
        Crc32 = 0,
    };
}
