namespace Leastwise.Sessions;

/// <summary>The person or machine at the beginning of a chain of sessions. One of named cases.</summary>
public abstract record Origin
{
    private Origin()
    {
    }

    /// <summary>One line that names it, for people and for ordering.</summary>
    public abstract string Label { get; }

    /// <summary>An IAM user.</summary>
    /// <param name="Arn">Its ARN, or its unique id where only that is known.</param>
    /// <param name="FormerId">The unique id of a deleted user whose ARN another user has now; null for a user of today.</param>
    public sealed record User(string Arn, string? FormerId = null) : Origin
    {
        /// <inheritdoc/>
        public override string Label => FormerId is null ? Arn : $"{Arn} (deleted, unique id {FormerId})";
    }

    /// <summary>An account's root user.</summary>
    public sealed record Root(string AccountId) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"root user of {AccountId}";
    }

    /// <summary>A person who signed in through IAM Identity Center.</summary>
    /// <param name="Name">The person's name there, often an e-mail address.</param>
    /// <param name="PermissionSet">The permission set, as the role's name tells it.</param>
    public sealed record Person(string Name, string PermissionSet) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"{Name} (Identity Center)";
    }

    /// <summary>The bearer of a web identity token: a workload of GitHub or Kubernetes, a user of an application.</summary>
    public sealed record WebIdentity(string Provider, string Subject) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"{Subject} ({Provider})";
    }

    /// <summary>The subject of a SAML assertion.</summary>
    public sealed record Saml(string Provider, string Subject) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"{Subject} (SAML {Provider})";
    }

    /// <summary>An AWS service, for an instance or function of it where the session's name tells which.</summary>
    public sealed record Service(string Name, string? Instance) : Origin
    {
        /// <inheritdoc/>
        public override string Label => Instance is null ? Name : $"{Instance} ({Name})";
    }

    /// <summary>Someone of whom only the source identity is known, which an administrator's policy forces or a caller chose.</summary>
    public sealed record SourceIdentity(string Name) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"{Name} (source identity)";
    }

    /// <summary>A principal of an account whose logs are not here.</summary>
    public sealed record Foreign(string AccountId, string? PrincipalId) : Origin
    {
        /// <inheritdoc/>
        public override string Label => PrincipalId is null ? $"account {AccountId}" : $"{PrincipalId} of account {AccountId}";
    }

    /// <summary>Not known.</summary>
    /// <param name="Reason">Why, one sentence.</param>
    public sealed record Unknown(string Reason) : Origin
    {
        /// <inheritdoc/>
        public override string Label => $"unknown: {Reason}";
    }
}
