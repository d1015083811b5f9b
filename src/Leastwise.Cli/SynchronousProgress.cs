namespace Leastwise.Cli;

/// <summary>Tells at once, on the caller's thread; <see cref="Progress{T}"/> would tell later, on another, in any order.</summary>
internal sealed class SynchronousProgress<T>(Action<T> tell) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => tell(value);
}
