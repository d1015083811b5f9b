namespace Leastwise.Samples.Trail;

/// <summary>Denied calls, with the texts that AWS gives for each kind of policy.</summary>
public static class Denial
{
    /// <summary>No identity policy allows it.</summary>
    public static Call NothingAllows(this Call call, Caller caller, string action, string resource) =>
        Denied(call, caller, action, resource, $"because no identity-based policy allows the {action} action");

    /// <summary>The permissions boundary does not reach so far.</summary>
    public static Call OutsideBoundary(this Call call, Caller caller, string action, string resource) =>
        Denied(call, caller, action, resource, $"because no permissions boundary allows the {action} action");

    /// <summary>A service control policy denies it.</summary>
    public static Call DeniedByOrganization(this Call call, Caller caller, string action, string resource) =>
        Denied(call, caller, action, resource, "with an explicit deny in a service control policy");

    /// <summary>An identity policy denies it.</summary>
    public static Call DeniedByIdentity(this Call call, Caller caller, string action, string resource) =>
        Denied(call, caller, action, resource, "with an explicit deny in an identity-based policy");

    private static Call Denied(Call call, Caller caller, string action, string resource, string reason)
    {
        var sentence = $"User: {caller.Arn} is not authorized to perform: {action} on resource: {resource} {reason}";
        return call.Service switch
        {
            "ec2" => call.Failing("Client.UnauthorizedOperation", "You are not authorized to perform this operation. " + sentence),
            "iam" or "organizations" or "s3" or "sts" => call.Failing("AccessDenied", sentence),
            _ => call.Failing("AccessDeniedException", sentence),
        };
    }
}
