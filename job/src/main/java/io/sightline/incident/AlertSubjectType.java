package io.sightline.incident;

import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/** Brings the own serializer of what a window keeps of its verdicts. */
final class AlertSubjectType extends TypeInformation<AlertSubject> {

    private static final long serialVersionUID = 1L;

    @Override
    public TypeSerializer<AlertSubject> createSerializer(SerializerConfig config) {
        return AlertSubject.Serializer.INSTANCE;
    }

    @Override
    public Class<AlertSubject> getTypeClass() {
        return AlertSubject.class;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof AlertSubjectType;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AlertSubjectType;
    }

    @Override
    public int hashCode() {
        return AlertSubjectType.class.hashCode();
    }

    @Override
    public String toString() {
        return "AlertSubject";
    }
}
