using System.Collections.Immutable;

namespace Leastwise.Catalog;

/// <summary>What an SDK's model says of an API operation.</summary>
/// <param name="Name">Its name, in the model's case.</param>
/// <param name="Verb">Its HTTP verb, such as <c>POST</c>.</param>
/// <param name="EndpointPrefix">The first part of the host name that it is sent to, such as <c>monitoring</c>.</param>
/// <param name="ApiVersion">The version of the API, <c>yyyy-MM-dd</c>.</param>
public sealed record OperationModel(string Name, string Verb, string EndpointPrefix, string ApiVersion);

/// <summary>The operations of one SDK client.</summary>
/// <param name="Client">The client, as the fact tables name it.</param>
/// <param name="EndpointPrefix">The first part of its host name.</param>
/// <param name="ApiVersion">The newest version of its API.</param>
/// <param name="Operations">Names and HTTP verbs.</param>
internal sealed record OperationModels(string Client, string EndpointPrefix, string ApiVersion, ImmutableArray<(string Name, string Verb)> Operations);
