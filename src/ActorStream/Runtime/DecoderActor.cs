using ActorStream.Actors;
using Akka.Actor;

namespace ActorStream.Runtime;

/// <summary>Makes the rows of one split of what was read of it, so that as many splits are decoded at once as there are cores.</summary>
internal sealed class DecoderActor(string sourceId, IActorRef shard) : EngineActor
{
    protected override void OnReceive(object message)
    {
        if (message is Undecoded undecoded)
        {
            shard.Tell(new ShardBatch(sourceId, undecoded.Batch.Decoded(), undecoded.Reader, undecoded.Credit));
        }
        else
        {
            shard.Tell(message);
        }
    }
}
