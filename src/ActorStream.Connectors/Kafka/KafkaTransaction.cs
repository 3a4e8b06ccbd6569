using ActorStream.Connectors.Kafka.Client;

namespace ActorStream.Connectors.Kafka;

/// <summary>
/// A transactional producer. Every doubt about an answer ends as <see cref="CommitResult.Unknown"/>: this protocol numbers owners of
/// an id but not their transactions, so a request that timed out may be carried out later and end a transaction that follows. After a
/// doubt the owner is done, and only a new one, which gets a new number, may go on.
/// </summary>
internal sealed class KafkaTransaction : ILogTransaction
{
    private static readonly TimeSpan AbortPatience = TimeSpan.FromSeconds(5);

    /// <summary>How long offsets are offered again: the library does so for ever where their topic was deleted.</summary>
    private static readonly TimeSpan OffsetsPatience = TimeSpan.FromSeconds(30);

    /// <summary>How long a call of the library may take longer than it was given.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(12);

    private readonly KafkaProducer _producer;
    private readonly TimeSpan _timeout;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _ending = new(1, 1);
    private bool _isOpen;
    private bool _isDone;

    public KafkaTransaction(KafkaProducer producer, TimeSpan timeout) => (_producer, _timeout) = (producer, timeout);

    /// <summary>Why an answer may have been lost since the transaction began, or null.</summary>
    public string? Suspicion => Client.Suspicion;

    private KafkaClient Client => _producer.Client;

    /// <inheritdoc/>
    public TimeSpan? Timeout => _timeout;

    /// <summary>Takes the id over: fences its earlier owner and aborts what that one left open. False where the broker does not allow
    /// the time-out.</summary>
    public static bool Initialize(KafkaProducer producer, string id, TimeSpan patience, CancellationToken cancellationToken)
    {
        using KafkaUse use = producer.Client.Use();
        long started = producer.TimeProvider.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            KafkaError? error = KafkaError.Take(Librdkafka.rd_kafka_init_transactions(producer.Client.Handle, 2000));
            if (error is null) return true;
            if (error.Code == KafkaCode.InvalidTransactionTimeout) return false;
            if (!error.IsRetriable || producer.TimeProvider.GetElapsedTime(started) > patience)
                throw error.ToException($"give out the transactional id \"{id}\"", producer.Client.Address, producer.Client.LastLog);
        }
    }

    public async ValueTask AppendAsync(LogAppend records, CancellationToken cancellationToken)
    {
        Begin();
        await _producer.AppendAsync(records, cancellationToken);
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => _producer.FlushAsync(cancellationToken);

    public async ValueTask<CommitResult> CommitAsync(
        IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
    {
        await _ending.WaitAsync(CancellationToken.None);
        try
        {
            CommitResult result = await BoundedAsync(
                () => Commit(offsets, cancellationToken), CommitResult.Unknown, "commit", OffsetsPatience + _timeout, cancellationToken);
            lock (_lock)
            {
                _isOpen = false;
                _isDone |= result is CommitResult.Unknown or CommitResult.Fenced;
            }
            return result;
        }
        finally
        {
            _ending.Release();
        }
    }

    public async ValueTask AbortAsync(CancellationToken cancellationToken)
    {
        await _ending.WaitAsync(CancellationToken.None);
        try
        {
            bool isOpen;
            lock (_lock) isOpen = _isOpen && !_isDone;
            if (!isOpen) return;
            bool aborted = await BoundedAsync(() => Abort(cancellationToken), false, "abort", _timeout, cancellationToken);
            lock (_lock)
            {
                _isOpen = false;
                // What is left open ends with the next owner of the id, or by its time-out.
                _isDone |= !aborted;
            }
        }
        finally
        {
            _ending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (var patience = new CancellationTokenSource(AbortPatience, _producer.TimeProvider)) await AbortAsync(patience.Token);
        await _producer.DisposeAsync();
    }

    /// <summary>Calls the library, which has been seen not to return from calls that were given a time-out while a broker stood still.
    /// Then the call is left behind with its client, and its answer is that of a doubt.</summary>
    private async Task<T> BoundedAsync<T>(Func<T> call, T doubt, string what, TimeSpan patience, CancellationToken cancellationToken)
    {
        Task<T> running = Task.Run(call, CancellationToken.None);
        using var late = new CancellationTokenSource(patience + Grace, _producer.TimeProvider);
        using CancellationTokenRegistration hurry = cancellationToken.Register(() => late.CancelAfter(Grace));
        try
        {
            return await running.WaitAsync(late.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            Client.Warn?.Invoke($"The client of Kafka at {Client.Address} did not return from the order to {what} and was left behind.");
            return doubt;
        }
    }

    private void Begin()
    {
        lock (_lock)
        {
            if (_isOpen) return;
            if (_isDone)
            {
                throw new ConnectorException(
                    "kafka", null, "This owner of the transactional id has ended: its last commit was fenced, or its answer was lost.",
                    isTransient: true);
            }
            using KafkaUse use = Client.Use();
            Client.ClearSuspicion();
            _ = Client.TakeDeliveryError();
            if (KafkaError.Take(Librdkafka.rd_kafka_begin_transaction(Client.Handle)) is { } error)
            {
                _isDone = error.IsFatal;
                throw error.ToException("begin a transaction", Client.Address, Client.LastLog);
            }
            _isOpen = true;
        }
    }

    private unsafe CommitResult Commit(IReadOnlyDictionary<string, IReadOnlyList<LogOffset>> offsets, CancellationToken cancellationToken)
    {
        using KafkaUse use = Client.Use();
        try
        {
            Begin();
        }
        catch (ConnectorException)
        {
            return Client.FatalError() is { IsFenced: true } ? CommitResult.Fenced : CommitResult.Unknown;
        }
        foreach ((string group, IReadOnlyList<LogOffset> list) in offsets)
        {
            if (list.Count == 0) continue;
            // librdkafka leaves offsets out that are not concrete, without a word.
            foreach (LogOffset offset in list) ArgumentOutOfRangeException.ThrowIfNegative(offset.Offset, nameof(offsets));
            using var native = new KafkaOffsets(list);
            nint member = Librdkafka.rd_kafka_consumer_group_metadata_new(group);
            try
            {
                KafkaPartitionArray* pointer = native.Pointer;
                KafkaError? error = Insist(() => Librdkafka.rd_kafka_send_offsets_to_transaction(Client.Handle, pointer, member, 5000),
                    cancellationToken, OffsetsPatience);
                if (error is not null) return Failed(error, cancellationToken);
            }
            finally
            {
                Librdkafka.rd_kafka_consumer_group_metadata_destroy(member);
            }
        }
        KafkaError? failed = Insist(() => Librdkafka.rd_kafka_commit_transaction(Client.Handle, 5000), cancellationToken);
        if (failed is not null) return Failed(failed, cancellationToken);
        if (Client.Suspicion is not { } suspicion) return CommitResult.Committed;
        Client.Warn?.Invoke($"An answer of Kafka at {Client.Address} may have been lost in a transaction: {suspicion}");
        return CommitResult.Unknown;
    }

    private CommitResult Failed(KafkaError error, CancellationToken cancellationToken)
    {
        KafkaError cause = Client.FatalError() ?? error;
        Client.Warn?.Invoke(cause.ToException("commit", Client.Address, Client.Suspicion ?? Client.LastLog).Message);
        if (cause.IsFenced || error.IsFenced) return CommitResult.Fenced;
        if (!error.RequiresAbort || Client.Suspicion is not null) return CommitResult.Unknown;
        return Abort(cancellationToken) ? CommitResult.Aborted : Client.FatalError() is { IsFenced: true } ? CommitResult.Fenced
            : CommitResult.Unknown;
    }

    private bool Abort(CancellationToken cancellationToken)
    {
        using KafkaUse use = Client.Use();
        return Insist(() => Librdkafka.rd_kafka_abort_transaction(Client.Handle, 1000), cancellationToken) is null;
    }

    /// <summary>Calls again while the library says that it may help: such calls go on where the last one was.</summary>
    private KafkaError? Insist(Func<nint> call, CancellationToken cancellationToken, TimeSpan? most = null)
    {
        TimeSpan patience = most < _timeout ? most.Value : _timeout;
        long started = _producer.TimeProvider.GetTimestamp();
        while (true)
        {
            KafkaError? error = KafkaError.Take(call());
            if (error is null || !error.IsRetriable || error.IsFatal || error.RequiresAbort) return error;
            if (cancellationToken.IsCancellationRequested || _producer.TimeProvider.GetElapsedTime(started) > patience) return error;
        }
    }
}
