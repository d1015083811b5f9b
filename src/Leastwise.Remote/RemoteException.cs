namespace Leastwise.Remote;

/// <summary>A remote service that failed or refused; the message is for the user and says what to do. It never holds a credential.</summary>
public sealed class RemoteException : Exception
{
    /// <summary>Says what failed and what to do.</summary>
    public RemoteException(string message)
        : base(message)
    {
    }

    /// <summary>Says what failed and what to do; what the service or the network said is kept as the cause.</summary>
    public RemoteException(string message, Exception cause)
        : base(message, cause)
    {
    }

    /// <summary>The service's own code of the failure, such as <c>NoSuchEntity</c>; null where it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>The privilege that is missing, such as <c>iam:ListAccountAliases</c>; null where the failure is another.</summary>
    public string? MissingPrivilege { get; init; }
}
