namespace ActorStream.Operators;

/// <content>Chains of rows that held rows are bound to: what is pinned stays readable when its entry goes, until the last pin does.
/// A chain is known by its first slot.</content>
internal sealed partial class LookupCache
{
    private int[] _pins = [];
    private bool[] _isLeft = [];

    /// <summary>Rows whose entry has gone, and which wait for their pins to go.</summary>
    public int PinnedChains { get; private set; }

    /// <summary>Pins a chain so many times; −1, no chain, is left alone.</summary>
    public void Pin(int firstSlot, int times = 1)
    {
        if (firstSlot < 0 || times == 0) return;
        if (firstSlot >= _pins.Length)
        {
            Array.Resize(ref _pins, _nextSlots.Length);
            Array.Resize(ref _isLeft, _nextSlots.Length);
        }
        _pins[firstSlot] += times;
    }

    /// <summary>Takes a pin back.</summary>
    public void Unpin(int firstSlot)
    {
        if (firstSlot < 0 || --_pins[firstSlot] > 0 || !_isLeft[firstSlot]) return;
        _isLeft[firstSlot] = false;
        PinnedChains--;
        FreeChain(firstSlot);
    }

    /// <summary>The entry that a chain belonged to is no more.</summary>
    private void Leave(int firstSlot)
    {
        if (firstSlot < 0) return;
        if (firstSlot >= _pins.Length || _pins[firstSlot] == 0)
        {
            FreeChain(firstSlot);
            return;
        }
        _isLeft[firstSlot] = true;
        PinnedChains++;
    }

    private void FreeChain(int firstSlot)
    {
        for (int slot = firstSlot; slot >= 0;)
        {
            int next = _nextSlots[slot];
            _rows.Remove(slot);
            slot = next;
        }
    }
}
