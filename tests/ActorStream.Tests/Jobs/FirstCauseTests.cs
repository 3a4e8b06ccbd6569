using ActorStream.Connectors;
using ActorStream.Jobs;
using ActorStream.Tests.Support;
using ActorStream.Types;

namespace ActorStream.Tests.Jobs;

/// <summary>Whatever fails because of a failure, and however the threads run, the first cause is the one that is told.</summary>
public sealed class FirstCauseTests
{
    private const int Rounds = 500;

    private static readonly string[] Keys = ["a", "b"];

    [Fact]
    public async Task TheFirstCauseIsToldEveryTime()
    {
        for (int round = 0; round < Rounds; round++)
        {
            using var job = new LogJob
            {
                IsBounded = false, KeepsCheckpoints = false, Options = new() { Name = "cause" },
                Lookup = new MemoryLookup(Keys.ToDictionary(k => k, k => new[] { k })),
            };
            int from = round % 3;
            job.WrapSink = sink => new FailingSink(sink, from == 0 ? Cause() : null);
            job.Lookup.Fault = _ => from == 1 ? Cause() : null;
            job.WrapLog = log => new FailingLog(log, from == 2 ? Cause() : null);
            await job.CreateTopicsAsync();
            await job.ProduceAsync(Keys, 0, 2);
            Job running = job.Start();
            Assert.Equal(JobStatus.Failed, await running.Completion.WaitAsync(TimeSpan.FromSeconds(60)));
            Assert.Equal("The cause.", running.Failure!.InnerException!.Message);
        }
    }

    private static InvalidOperationException Cause() => new("The cause.");

    private static async Task ConsequenceAsync(string what, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new InvalidOperationException($"{what} broke off.");
        }
    }

    /// <summary>Fails, or hangs until it is cancelled and fails of that; fails to close in any case.</summary>
    private sealed class FailingSink(ISink inner, Exception? cause) : ForwardingSink(inner)
    {
        public override ISinkWriter CreateWriter(SinkWriterContext context) => new Writer(Inner.CreateWriter(context), cause);

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            throw new InvalidOperationException("The sink does not close.");
        }

        private sealed class Writer(ISinkWriter inner, Exception? cause) : ISinkWriter
        {
            public async ValueTask WriteAsync(Batch batch, CancellationToken cancellationToken)
            {
                if (cause is not null) throw cause;
                await ConsequenceAsync("The write", cancellationToken);
            }

            public ValueTask FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

            public async ValueTask DisposeAsync()
            {
                await inner.DisposeAsync();
                throw new InvalidOperationException("The writer does not close.");
            }
        }
    }

    /// <summary>Readers that fail when they have read something, or when they are cancelled.</summary>
    private sealed class FailingLog(ILog inner, Exception? cause) : ForwardingLog(inner)
    {
        public override ILogReader OpenReader(
            IReadOnlyList<LogOffset> starts, LogIsolation isolation, IReadOnlyDictionary<string, string>? properties) =>
            new Reader(Inner.OpenReader(starts, isolation, properties), cause);

        public override ValueTask<ILogTransaction> OpenTransactionAsync(
            string transactionalId, TimeSpan timeout, IReadOnlyDictionary<string, string>? properties,
            CancellationToken cancellationToken) =>
            Inner.OpenTransactionAsync(transactionalId, timeout, properties, cancellationToken);

        private sealed class Reader(ILogReader inner, Exception? cause) : ILogReader
        {
            private int _reads;

            public async ValueTask<LogRecords> ReadAsync(CancellationToken cancellationToken)
            {
                if (_reads++ < 2) return await inner.ReadAsync(cancellationToken);
                if (cause is not null) throw cause;
                await ConsequenceAsync("The read", cancellationToken);
                throw new InvalidOperationException();
            }

            public ValueTask RemoveAsync(LogPartition partition) => inner.RemoveAsync(partition);

            public ValueTask DisposeAsync() => inner.DisposeAsync();
        }
    }
}
